#pragma once

/// What editors are told about a module's files: JSON files, and their sizes in bytes.
const void *diple_rules_schema(unsigned long *size);
const void *diple_manifest_schema(unsigned long *size);
const void *diple_rule_words(unsigned long *size);
