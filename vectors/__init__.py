"""Test vectors from the model: short recordings, realistic and at every boundary, for implementations of others."""
