"""The consultations of the support centre as pure rules."""
