/// The role of a word in a sentence about travel. The `value` of the word separates words of one role.
enum Role: UInt8, Sendable {
  case none
  // Places
  case from, to, at, via, between, region
  // Conjunctions and other function words
  case and, or, comma, of, article, with, without, only, including, per, each, until, back, on
  case by, way
  // Numbers and time
  case number, few, couple, thousand, million, month, weekday, today, tomorrow, after, now, this, next
  case long, weekend, nightUnit, dayUnit, weekUnit, monthUnit, fortnight
  // People
  case forWord, people, child, friend, partner, group, solo, us
  // Money
  case currency, budget, under
  // Wishes
  case plan, trip, itinerary, flights, hotels, weather, activities, book, things, doing, see, tour
  case interest, cabin, cabinClass, direct, star, stop
  // Common words, which show that the text is English but say nothing about a trip.
  case common
}

/// The vocabulary: roles and values with their words.
let vocabulary: [(role: Role, value: Int16, words: String)] = [
  (.from, 0, "from leaving departing departure"), (.to, 0, "to towards toward into onto heading"),
  (.at, 0, "in at near around visit visiting explore exploring see seeing within"),
  (.via, 0, "via through"), (.between, 0, "between"),
  (.region, 0, "europe asia africa america scandinavia balkans england scotland wales uk usa states"),
  (.region, 0, "uae turkey turkiye mexico caribbean andalusia tuscany provence bavaria rajasthan kerala"),
  (.and, 0, "and then plus"), (.or, 0, "or"), (.of, 0, "of"), (.article, 1, "a an"),
  (.with, 0, "with"), (.without, 0, "without no not skip dont except instead"), (.only, 0, "only just"),
  (.including, 0, "including"), (.per, 0, "per"), (.each, 0, "each pp apiece"),
  (.until, 0, "until till through"),
  (.back, 0, "back return returning returns home"), (.on, 0, "on starting"), (.by, 0, "by"), (.way, 0, "way"),
  (.number, 0, "zero"), (.number, 1, "one"), (.number, 2, "two both"), (.number, 3, "three"),
  (.number, 4, "four"), (.number, 5, "five"), (.number, 6, "six"), (.number, 7, "seven"),
  (.number, 8, "eight"), (.number, 9, "nine"), (.number, 10, "ten"), (.number, 11, "eleven"),
  (.number, 12, "twelve dozen"), (.number, 13, "thirteen"), (.number, 14, "fourteen"),
  (.number, 15, "fifteen"), (.number, 20, "twenty"), (.number, 30, "thirty"), (.number, 40, "forty"),
  (.number, 50, "fifty"), (.number, 60, "sixty"), (.number, 100, "hundred"),
  (.few, 3, "few several"), (.couple, 2, "couple"), (.thousand, 0, "thousand k grand"),
  (.million, 0, "million"),
  (.month, 1, "january jan"), (.month, 2, "february feb"), (.month, 3, "march mar"),
  (.month, 4, "april apr"), (.month, 5, "may"), (.month, 6, "june jun"), (.month, 7, "july jul"),
  (.month, 8, "august aug"), (.month, 9, "september sep sept"), (.month, 10, "october oct"),
  (.month, 11, "november nov"), (.month, 12, "december dec"),
  (.weekday, 0, "monday mon"), (.weekday, 1, "tuesday tue"), (.weekday, 2, "wednesday wed"),
  (.weekday, 3, "thursday thu"), (.weekday, 4, "friday fri"), (.weekday, 5, "saturday sat"),
  (.weekday, 6, "sunday sun"),
  (.today, 0, "today tonight"), (.tomorrow, 0, "tomorrow"), (.after, 0, "after"), (.now, 0, "now later"),
  (.this, 0, "this coming"), (.next, 0, "next"), (.long, 0, "long"), (.weekend, 0, "weekend"),
  (.nightUnit, 0, "night nights"), (.dayUnit, 0, "day days"), (.weekUnit, 0, "week weeks"),
  (.monthUnit, 0, "month months"), (.fortnight, 0, "fortnight"),
  (.forWord, 0, "for"),
  (.people, 0, "people persons person adults adult guests guest passengers passenger travellers travelers"),
  (.people, 0, "traveller traveler pax heads head seniors students colleagues"),
  (.child, 0, "child children kid kids infant infants toddler baby"), (.friend, 0, "friend friends"),
  (.partner, 0, "wife husband partner girlfriend boyfriend fiance fiancee spouse"),
  (.group, 0, "group party family"), (.solo, 0, "solo alone myself"), (.us, 0, "us"),
  (.currency, Int16(Currency.usd.rawValue), "usd dollar dollars bucks"),
  (.currency, Int16(Currency.eur.rawValue), "eur euro euros"),
  (.currency, Int16(Currency.gbp.rawValue), "gbp pound pounds quid sterling"),
  (.currency, Int16(Currency.inr.rawValue), "inr rupee rupees rs"),
  (.currency, Int16(Currency.jpy.rawValue), "jpy yen"), (.currency, Int16(Currency.try.rawValue), "lira tl"),
  (.currency, Int16(Currency.chf.rawValue), "chf francs"), (.currency, Int16(Currency.cad.rawValue), "cad"),
  (.currency, Int16(Currency.aud.rawValue), "aud"), (.currency, Int16(Currency.sek.rawValue), "sek kronor"),
  (.currency, Int16(Currency.aed.rawValue), "aed dirhams"),
  (.budget, 0, "budget spend spending cost costs costing afford price priced"),
  (.under, 0, "under below max maximum less than cheaper upto most limit"),
  (.plan, 0, "plan planning organise organize arrange"),
  (.trip, 0, "trip trips vacation holiday holidays getaway honeymoon journey travel travelling traveling"),
  (.trip, 0, "break escape backpacking go going"), (.tour, 0, "tour multi"),
  (.itinerary, 0, "itinerary itineraries schedule"),
  (.flights, 0, "flight flights fly flying airfare airfares plane planes airline airlines"),
  (.hotels, 0, "hotel hotels accommodation accommodations stay hostel hostels room rooms lodging resort"),
  (.hotels, 0, "apartment airbnb"),
  (.weather, 0, "weather forecast temperature temperatures climate rain raining rainy sunny snow snowing"),
  (.weather, 0, "umbrella"),
  (.activities, 0, "activity activities attraction attractions sights sightseeing excursions tours"),
  (.book, 0, "book booking reserve reservation buy purchase pay checkout"),
  (.things, 0, "things something stuff"), (.doing, 0, "do"),
  (.interest, 0, "museum museums"), (.interest, 1, "food restaurants restaurant eat dining wine tapas"),
  (.interest, 2, "nature parks wildlife gardens"),
  (.interest, 3, "beach beaches swimming snorkelling diving"),
  (.interest, 4, "nightlife bars clubs clubbing"), (.interest, 5, "shopping markets"),
  (.interest, 6, "history historic historical ruins castles temples"), (.interest, 7, "zoo aquarium"),
  (.interest, 8, "art galleries gallery"),
  (.interest, 9, "hiking trekking adventure skiing climbing surfing"),
  (.interest, 10, "spa wellness yoga"), (.interest, 11, "theatre concerts opera music shows"),
  (.cabin, 0, "economy"), (.cabin, 1, "premium"), (.cabin, 2, "business"), (.cabin, 3, "first"),
  (.cabinClass, 0, "class"), (.direct, 0, "direct nonstop"), (.star, 0, "star stars"),
  (.stop, 0, "stop stops stopover layover"),
  (.common, 0, "hello hi hey dear thanks thank welcome yes ok okay sure sorry good great nice best better"),
  (
    .common, 0,
    "the this that these those there here it its he she they them their we our you your my im"
  ),
  // The speaker, who travels along.
  (.common, 1, "i me"),
  (.common, 0, "is are was were be been am has have had do does did can could will would shall should must"),
  (
    .common, 0, "what whats which who where when why how much many more some any all every other another same"
  ),
  (.common, 0, "tell show give make let find look search get want need like love know think say help please"),
  (.common, 0, "try again continue on so if but because about as very really also too still already instead"),
  (.common, 0, "capital country city town place places world joke time year english weather people"),
]
