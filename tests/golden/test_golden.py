"""The extractor against articles that a careful reader annotated.

The texts are our own: the samples, and articles written for the test. Figures are those of the scorer's definitions; a
figure that rises is frozen higher in `frozen.yml`, never lower.
"""
