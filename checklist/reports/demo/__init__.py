"""An invented region to look at and to test with; everything in it is fictional and marked so."""
