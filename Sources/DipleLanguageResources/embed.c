#include "DipleLanguageResources.h"

static const unsigned char abbreviations[] = {
#embed "data/abbreviations.tsv"
};
const void *diple_language_abbreviations(unsigned long *size) {
  *size = sizeof abbreviations;
  return abbreviations;
}

static const unsigned char irregular_verbs[] = {
#embed "data/irregular_verbs.tsv"
};
const void *diple_language_irregular_verbs(unsigned long *size) {
  *size = sizeof irregular_verbs;
  return irregular_verbs;
}

// The numbers in it are read where they lie: its sections count on this.
alignas(64) static const unsigned char model[] = {
#embed "data/language.model"
};
const void *diple_language_model(unsigned long *size) {
  *size = sizeof model;
  return model;
}

static const unsigned char given_names[] = {
#embed "data/given_names.tsv"
};
const void *diple_language_given_names(unsigned long *size) {
  *size = sizeof given_names;
  return given_names;
}
