"""Events into relations."""
