/// What `Prose` draws from: our own writing, with invented people and places among real ones.
enum Stock {
  static let headlines = [
    "{town} {decides} the {project}", "{org} and {org} at odds over {issue}", "{number} jobs go at {org}",
    "“{short}”: {town} argues about {issue}", "What the {project} means for {town}", "{person} leaves {org}",
  ]

  static let sentences = [
    // Direct speech, in all the ways in which a paper attributes it.
    "“{claim},” {said} {role} {person}.", "“{claim},” {person}, the {role} of {org}, {said} {when}.",
    "“{claim},” {he} {said}. “{claim}.”", "{person} {said}: “{claim}.”", "“{question}?” asked {family}.",
    "“{claim},” {said} {family}, “and {claimlow}.”", "According to {person}, {claimlow}.",
    "{He} called the {project} “{short}” and the {thing} “{short}”.", "“{claim}.” {He} paused. “{claim}.”",
    // Indirect speech.
    "{role} {person} {said} {when} that {claimlow}.", "{family} {denied} that {claimlow}.",
    "{org} {said} in a statement that {claimlow}, though it {declined} to say when.",
    "The {role} told {org} that {claimlow} and that {claimlow}.", "{He} {said} {claimlow}.",
    "Whether {claimlow} is not known, {family} {said}.",
    "{people} {said} they had {learned} of the {project} only {when}.",
    // Positions.
    "{org} {supports} the {project}.", "{people} {opposes} {issue}, {polls} showed {when}.",
    "{role} {person} {opposes} the {project} but {supports} {issue}.", "{org} did not {back} the {project}.",
    "{family} {supports} {issue} and has {opposed} the {thing} since {year}.",
    "{people} marched through {town} {when} against {issue}.",
    // Facts and dates.
    "The {thing} was built in {year} and repaired {when}.", "{number} {people} live within a mile of the {thing}.",
    "Work begins {when} and is to last {number} weeks.",
    "Between {year} and {year} the {thing} cost {number} million {money}.",
    "{org} was founded in {town} in {year}.",
    "The vote is set for {date}; the last one, {when}, failed by {number} votes.",
    "It rained for {number} days.", "Two years earlier, {org} had bought {number} of the {town} {thing}s.",
    "{person}, {number2}, was born in {town} and joined {org} in {year}.",
    "Every {weekday} at {hour} the {thing} opens to {people}.",
    "At {hour} on {weekday}, the {thing} stood under water.",
    "Prices rose {percent} in the {season} of {year}, more than in the decade before.",
  ]

  static let people: [(given: String, pronoun: String)] = [
    ("Ana", "she"), ("Maria", "she"), ("Chloe", "she"), ("Ingrid", "she"), ("Fatima", "she"), ("Ruth", "she"),
    ("Elena", "she"), ("Priya", "she"), ("Margaret", "she"), ("Zoë", "she"), ("Jan", "he"), ("Peter", "he"),
    ("Tomás", "he"), ("Samuel", "he"), ("Ahmed", "he"), ("Oleg", "he"), ("William", "he"), ("Kenji", "he"),
    ("George", "he"), ("Nikhil", "he"), ("Luc", "he"), ("Robert", "he"),
  ]

  static let families = [
    "Ruiz", "Holm", "Novak", "Petrova", "Okafor", "Lindqvist", "Ferreira", "Brandt", "Costa", "Nakamura", "Whitfield",
    "O’Hara", "Delacroix", "Sørensen", "Haddad", "Kowalski", "Marsh", "Adeyemi", "van der Berg", "Castellano", "Iqbal",
    "Thornbury", "Vukovic", "McAllister", "Park", "Dunne", "Rosen", "Tanaka", "Ellery", "Quist",
  ]

  static let words: [String: [String]] = [
    "town": [
      "Kostel", "Harrow Bay", "Lisbon", "Port Ellis", "Bratislava", "Nairobi", "Glenmore", "Ostend", "Santa Clara",
      "Gdansk", "Leeds", "Varna", "Winnipeg", "Aarhus", "Tarsk", "Montrose", "Quito", "Belfast",
    ],
    "org": [
      "the Harbour Workers Union", "Norwick Rail", "the Ministry of Transport", "the European Commission",
      "Brightwater Energy",
      "the {town} City Council", "the Institute for Coastal Studies", "Hallam & Sons", "the Green Alliance",
      "Tarsk Steel",
      "the University of {town}", "the Farmers’ League", "the World Bank", "Eastgate Hospital", "the {town} Chronicle",
    ],
    "role": [
      "Mayor", "spokeswoman", "Foreign Minister", "chief executive", "Senator", "Professor", "police chief", "director",
      "Judge", "union leader", "head teacher", "Prime Minister", "treasurer",
    ],
    "project": [
      "ferry tunnel", "harbour plan", "new school bill", "wind farm", "airport merger", "night train", "flood barrier",
      "water treaty", "fishing quota", "stadium loan", "housing reform", "coal levy",
    ],
    "issue": [
      "higher fares", "the closure of the {thing}", "the {project}", "stricter quotas", "the sale of {org}",
      "a toll on lorries",
      "sanctions against {town}", "a ban on trawlers", "longer school days",
    ],
    "thing": [
      "bridge", "old quay", "library", "signal box", "power station", "market hall", "lighthouse", "reservoir",
      "tram depot",
      "clinic", "border post",
    ],
    "said": [
      "said", "says", "added", "explained", "warned", "insisted", "told reporters", "argued", "wrote", "admitted",
      "replied",
    ],
    "denied": ["denied", "doubted", "claimed", "confirmed", "suggested", "conceded", "predicted"],
    "declined": ["declined", "refused", "was unable", "promised"],
    "decides": ["approves", "rejects", "delays", "welcomes", "fears"],
    "supports": ["supports", "backs", "welcomed", "endorsed", "spoke in favour of", "voted for", "defends", "praised"],
    "opposes": [
      "oppose", "rejected", "criticised", "fought", "spoke out against", "condemned", "voted against", "resisted",
    ],
    "opposed": ["opposed", "attacked", "criticised", "defended"],
    "back": ["back", "support", "reject", "endorse"],
    "learned": ["learned", "heard", "been told"],
    "polls": ["a survey", "letters seen by {org}", "the minutes of the meeting", "two polls"],
    "people": [
      "residents", "commuters", "most of the fishermen", "parents", "the tenants", "small traders", "a group of nurses",
      "the islanders", "drivers", "pensioners",
    ],
    "claim": [
      "The {thing} stays open", "We have waited {number} days for the {project}", "Nobody asked {people} about {issue}",
      "It’s a matter of {number} million {money}, not of principle", "They won’t see a penny before {weekday}",
      "You can’t run a {thing} on promises", "I have never opposed the {project}", "There is no money left for {issue}",
      "My predecessor signed it in {year}", "{town} deserves better",
      "The {project} will cost {percent} more than planned",
      "Somebody at {org} must have known", "We support {issue}, and we always have",
    ],
    "claimlow": [
      "the {thing} would stay open", "the {project} had been agreed {when}", "nobody had asked {people}",
      "it could cost {number} million {money}", "no decision would be made before {date}",
      "{town} was better prepared than {town}",
      "{people} would be paid by {weekday}", "the {thing} needs repairs worth {number} million {money}",
      "{org} had broken its word", "the {project} will go ahead", "{people} might have to leave",
      "talks with {org} had failed",
    ],
    "question": [
      "Who pays for the {thing}", "Why did {org} wait until {weekday}", "Where will {people} go", "Is that all",
    ],
    "short": ["a gift to {town}", "too little, too late", "reckless", "a good start", "theft", "the only way"],
    "when": [
      "on {weekday}", "last {weekday}", "yesterday", "in {month} {year}", "on {date}", "{number2} years ago",
      "last {season}",
      "earlier this week", "in {year}", "two days before the vote", "this {season}", "at the end of {month}",
      "on {weekday} morning",
    ],
    "date": ["{day} {month} {year}", "{month} {day}, {year}", "{day} {month}"],
    "weekday": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "month": [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ],
    "season": ["spring", "summer", "autumn", "winter"],
    "hour": ["7 a.m.", "noon", "8.30 p.m.", "midnight", "10:15"],
    "money": ["euros", "dollars", "pounds", "crowns"],
    "percent": ["3 per cent", "12.5%", "nearly a fifth", "40 percent"],
    "number2": ["34", "47", "51", "62", "twelve", "seven", "three"],
  ]
}
