"""Questions asked of the city. Each is a function of the counts of a month, of the whole city or of any group.

Nobody counted is not zero: a share or a mean of an empty group is not a number (NaN), in ``City.history`` and in Mesa's
DataCollector as in every table. Means over months or seeds are taken over those in which somebody was counted.
"""
