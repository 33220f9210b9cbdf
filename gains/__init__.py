"""Who can gain from whom, in tokens: runs of the model on recorded markets, beside the bounds that are proved."""
