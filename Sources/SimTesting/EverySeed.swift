// Filled in with its tests.
