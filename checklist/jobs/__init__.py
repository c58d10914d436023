"""Work that a server does by itself or at a press of a button, each step of it in an act of its own."""
