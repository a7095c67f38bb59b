import ArgumentParser

struct Annotate: AsyncParsableCommand {
  func run() async throws {}
}
