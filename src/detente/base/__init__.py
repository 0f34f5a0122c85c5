"""The nouns and the rules of the domain; stands on nothing else of detente."""
