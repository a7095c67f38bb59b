#ifndef ENTITIES_RESOURCES_H
#define ENTITIES_RESOURCES_H

/// Each function returns the first byte of a file and sets its size.
const void *entities_manifest(unsigned long *size);
const void *entities_cities(unsigned long *size);
const void *entities_companies(unsigned long *size);
const void *entities_countries(unsigned long *size);
const void *entities_events(unsigned long *size);
const void *entities_groups(unsigned long *size);
const void *entities_heads(unsigned long *size);
const void *entities_names(unsigned long *size);
const void *entities_never(unsigned long *size);
const void *entities_organizations(unsigned long *size);
const void *entities_places(unsigned long *size);
const void *entities_roles(unsigned long *size);
const void *entities_spellings(unsigned long *size);
const void *entities_surnames(unsigned long *size);
const void *entities_us_states(unsigned long *size);

#endif
