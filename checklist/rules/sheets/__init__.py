"""Check sheets as pure rules."""
