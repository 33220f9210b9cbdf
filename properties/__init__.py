"""What must hold: each property is written once, read by the prover, the fuzzer, the trace checker and the report."""
