#include "DipleLanguageServerResources.h"

static const unsigned char rules_schema[] = {
#embed "../../Specs/protocol/rules.schema.json"
};

static const unsigned char manifest_schema[] = {
#embed "../../Specs/protocol/manifest.schema.json"
};

static const unsigned char rule_words[] = {
#embed "data/rule-words.json"
};

const void *diple_rules_schema(unsigned long *size) {
  *size = sizeof rules_schema;
  return rules_schema;
}

const void *diple_manifest_schema(unsigned long *size) {
  *size = sizeof manifest_schema;
  return manifest_schema;
}

const void *diple_rule_words(unsigned long *size) {
  *size = sizeof rule_words;
  return rule_words;
}
