"""Check sheets as they are stored."""
