#include "DiplePluginToolsResources.h"

static const unsigned char rules_README_md[] = {
#embed "../../Plugins/Templates/rules/README.md"
};
static const unsigned char rules_diple_plugin_json[] = {
#embed "../../Plugins/Templates/rules/diple-plugin.json"
};
static const unsigned char rules_lists_intensifiers_txt[] = {
#embed "../../Plugins/Templates/rules/lists/intensifiers.txt"
};
static const unsigned char rules_rules_starter_yml[] = {
#embed "../../Plugins/Templates/rules/rules/starter.yml"
};
static const unsigned char rules_specs_starter_md[] = {
#embed "../../Plugins/Templates/rules/specs/starter.md"
};
static const unsigned char python_README_md[] = {
#embed "../../Plugins/Templates/python/README.md"
};
static const unsigned char python_diple_plugin_json[] = {
#embed "../../Plugins/Templates/python/diple-plugin.json"
};
static const unsigned char python_diple_plugin_py[] = {
#embed "../../Plugins/SDK/python/diple_plugin.py"
};
static const unsigned char python_main_py[] = {
#embed "../../Plugins/Templates/python/main.py"
};
static const unsigned char python_specs_starter_md[] = {
#embed "../../Plugins/Templates/python/specs/starter.md"
};
static const unsigned char node_README_md[] = {
#embed "../../Plugins/Templates/node/README.md"
};
static const unsigned char node_diple_plugin_json[] = {
#embed "../../Plugins/Templates/node/diple-plugin.json"
};
static const unsigned char node_diple_plugin_mjs[] = {
#embed "../../Plugins/SDK/node/diple-plugin.mjs"
};
static const unsigned char node_main_mjs[] = {
#embed "../../Plugins/Templates/node/main.mjs"
};
static const unsigned char node_specs_starter_md[] = {
#embed "../../Plugins/Templates/node/specs/starter.md"
};
static const unsigned char swift_gitignore[] = {
#embed "../../Plugins/Templates/swift/.gitignore"
};
static const unsigned char swift_Package_swift[] = {
#embed "../../Plugins/Templates/swift/Package.swift"
};
static const unsigned char swift_README_md[] = {
#embed "../../Plugins/Templates/swift/README.md"
};
static const unsigned char swift_Sources_starter_Starter_swift[] = {
#embed "../../Plugins/Templates/swift/Sources/starter/Starter.swift"
};
static const unsigned char swift_build_sh[] = {
#embed "../../Plugins/Templates/swift/build.sh"
};
static const unsigned char swift_diple_plugin_json[] = {
#embed "../../Plugins/Templates/swift/diple-plugin.json"
};
static const unsigned char swift_specs_starter_md[] = {
#embed "../../Plugins/Templates/swift/specs/starter.md"
};
static const unsigned char shell_README_md[] = {
#embed "../../Plugins/Templates/shell/README.md"
};
static const unsigned char shell_diple_plugin_json[] = {
#embed "../../Plugins/Templates/shell/diple-plugin.json"
};
static const unsigned char shell_main_sh[] = {
#embed "../../Plugins/Templates/shell/main.sh"
};
static const unsigned char shell_specs_starter_md[] = {
#embed "../../Plugins/Templates/shell/specs/starter.md"
};

static const struct diple_template_file files[] = {
  {"rules", "README.md", rules_README_md, sizeof rules_README_md, 0},
  {"rules", "diple-plugin.json", rules_diple_plugin_json, sizeof rules_diple_plugin_json, 0},
  {"rules", "lists/intensifiers.txt", rules_lists_intensifiers_txt, sizeof rules_lists_intensifiers_txt, 0},
  {"rules", "rules/starter.yml", rules_rules_starter_yml, sizeof rules_rules_starter_yml, 0},
  {"rules", "specs/starter.md", rules_specs_starter_md, sizeof rules_specs_starter_md, 0},
  {"python", "README.md", python_README_md, sizeof python_README_md, 0},
  {"python", "diple-plugin.json", python_diple_plugin_json, sizeof python_diple_plugin_json, 0},
  {"python", "diple_plugin.py", python_diple_plugin_py, sizeof python_diple_plugin_py, 0},
  {"python", "main.py", python_main_py, sizeof python_main_py, 0},
  {"python", "specs/starter.md", python_specs_starter_md, sizeof python_specs_starter_md, 0},
  {"node", "README.md", node_README_md, sizeof node_README_md, 0},
  {"node", "diple-plugin.json", node_diple_plugin_json, sizeof node_diple_plugin_json, 0},
  {"node", "diple-plugin.mjs", node_diple_plugin_mjs, sizeof node_diple_plugin_mjs, 0},
  {"node", "main.mjs", node_main_mjs, sizeof node_main_mjs, 0},
  {"node", "specs/starter.md", node_specs_starter_md, sizeof node_specs_starter_md, 0},
  {"swift", ".gitignore", swift_gitignore, sizeof swift_gitignore, 0},
  {"swift", "Package.swift", swift_Package_swift, sizeof swift_Package_swift, 0},
  {"swift", "README.md", swift_README_md, sizeof swift_README_md, 0},
  {"swift", "Sources/starter/Starter.swift", swift_Sources_starter_Starter_swift, sizeof swift_Sources_starter_Starter_swift, 0},
  {"swift", "build.sh", swift_build_sh, sizeof swift_build_sh, 1},
  {"swift", "diple-plugin.json", swift_diple_plugin_json, sizeof swift_diple_plugin_json, 0},
  {"swift", "specs/starter.md", swift_specs_starter_md, sizeof swift_specs_starter_md, 0},
  {"shell", "README.md", shell_README_md, sizeof shell_README_md, 0},
  {"shell", "diple-plugin.json", shell_diple_plugin_json, sizeof shell_diple_plugin_json, 0},
  {"shell", "main.sh", shell_main_sh, sizeof shell_main_sh, 1},
  {"shell", "specs/starter.md", shell_specs_starter_md, sizeof shell_specs_starter_md, 0},
};

const struct diple_template_file *diple_template_files(unsigned long *count) {
  *count = sizeof files / sizeof *files;
  return files;
}

static const unsigned char news[] = {
#embed "data/news.txt"
};

const void *diple_kit_news(unsigned long *size) {
  *size = sizeof news;
  return news;
}
