"""A city lives through an observed course of demand or vacancies: what came by group, and what comes here?"""
