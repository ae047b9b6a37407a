"""The levels of the method, in one place: what a name asks, what a hint is, and the z-scores that belong to them."""

LEVEL = 0.01  # of the family-wise placebo p, of the false discovery rate, of an exclusion and of the alarm of tiers
HINT = 0.05  # a p-value under which nobody is cleared
STAYS = 1.6448536269514722  # z at a one-sided p of 0.05: a class stays, or survives
HINTS = 1.2815515655446004  # z at 0.1, under which a class cannot stand in another's place
SEPARATE = 2.3263478740408408  # z at 0.01, that a class must keep beside another to be told from it
NORMAL_95 = 1.959963984540054
