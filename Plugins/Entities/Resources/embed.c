#include "EntitiesResources.h"

// One function a file: the address of its first byte; sets the size.
#define RESOURCE(name) \
  const void *entities_##name(unsigned long *size) { \
    *size = sizeof name; \
    return name; \
  }

static const unsigned char manifest[] = {
#embed "../diple-plugin.json"
};
RESOURCE(manifest)

static const unsigned char cities[] = {
#embed "data/cities.tsv"
};
RESOURCE(cities)

static const unsigned char companies[] = {
#embed "data/companies.tsv"
};
RESOURCE(companies)

static const unsigned char countries[] = {
#embed "data/countries.tsv"
};
RESOURCE(countries)

static const unsigned char events[] = {
#embed "data/events.tsv"
};
RESOURCE(events)

static const unsigned char groups[] = {
#embed "data/groups.tsv"
};
RESOURCE(groups)

static const unsigned char heads[] = {
#embed "data/heads.tsv"
};
RESOURCE(heads)

static const unsigned char never[] = {
#embed "data/never.tsv"
};
RESOURCE(never)

static const unsigned char organizations[] = {
#embed "data/organizations.tsv"
};
RESOURCE(organizations)

static const unsigned char places[] = {
#embed "data/places.tsv"
};
RESOURCE(places)

static const unsigned char spellings[] = {
#embed "data/spellings.tsv"
};
RESOURCE(spellings)

static const unsigned char roles[] = {
#embed "data/roles.tsv"
};
RESOURCE(roles)

static const unsigned char surnames[] = {
#embed "data/surnames.tsv"
};
RESOURCE(surnames)

static const unsigned char us_states[] = {
#embed "data/us_states.tsv"
};
RESOURCE(us_states)

// The numbers in it are read where they lie: its sections count on this.
alignas(64) static const unsigned char names[] = {
#embed "data/names.model"
};
RESOURCE(names)
