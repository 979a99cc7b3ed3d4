"""The live room: people answer on their phones, the answers are pooled, and the models are fitted to them on the beamer."""
