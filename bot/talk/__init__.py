"""What a conversation is made of, whichever channel it runs through."""
