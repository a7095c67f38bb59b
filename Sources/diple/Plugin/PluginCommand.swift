import ArgumentParser

/// `diple plugin`: modules, from making one to trusting one.
struct PluginCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin",
    abstract: "Makes, tests, lists, explains and trusts annotator modules.",
    discussion: """
      Modules are looked for in the folders that --plugin names, in the user's (~/.local/share/diple/plugins), and in
      .diple/plugins of a workspace. A module of a workspace that is a program runs only once you trust it.

        diple plugin new hedges --kind rules   a working module in ./hedges
        diple plugin test hedges               its examples, its specs, and how it stands hard input
        diple plugin list                      every module, and whether it runs
        diple plugin trust .diple/plugins/x    let a workspace's module run
        diple plugin doctor                    what holds modules in check on this machine

      Plugins/README.md leads from nothing to a shared module in ten minutes.
      """,
    subcommands: [
      PluginNew.self, PluginTest.self, PluginBench.self, PluginExplain.self, PluginList.self, PluginTrust.self,
      PluginDistrust.self, PluginDoctor.self,
    ])
}
