/// What a name names (OntoNotes types, folded into seven).
public enum EntityType: String, Sendable, CaseIterable {
  case person, organization, place, group, event, product, work
}
