"""Check sheets on paper."""
