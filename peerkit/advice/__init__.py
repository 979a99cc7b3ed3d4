"""The advisory desk: seven questions asked of a client, what the answers add up to, and how far that can be trusted."""
