"""What trains the reader: the network, its examples, one loop and one recipe per data set."""
