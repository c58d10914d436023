"""Check sheets on the screen."""
