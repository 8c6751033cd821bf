"""Which derived figures follow from published ones: by a formula, or by what the build works out."""
