private let nonsense =
  "cannot be understood; name a city, dates, or what to look for, in English"

/// Sentences and what the rules make of them, on Wednesday 2026-01-14.
///
/// The expected side is the summary that `summary(of:)` prints: kind, searches, then what was said.
let corpus: [(sentence: String, expected: String)] = [
  // One city, everything
  ("Plan a trip to Paris", "planTrip FHWA to:Paris"),
  (
    "Plan a 5 day trip from New York to Paris for 2 people with a budget of $3000",
    "planTrip FHWA from:New York to:Paris nights:4 pax:2 budget:$3,000.00"
  ),
  (
    "Plan a trip from London to Tokyo from June 15 to June 22 for two",
    "planTrip FHWA from:London to:Tokyo 2026-06-15…2026-06-22 nights:7 pax:2"
  ),
  (
    "I want to go to Rome next weekend with my wife",
    "planTrip FHWA to:Rome 2026-01-23…2026-01-25 nights:2 pax:2"
  ),
  (
    "Paris this weekend", "planTrip FHWA to:Paris 2026-01-16…2026-01-18 nights:2"
  ),
  (
    "We are a family of four and would like a week in Lisbon in July under 2500 EUR",
    "planTrip FHWA to:Lisbon 2026-07-01…2026-07-08 nights:7 pax:4 budget:€2,500.00"
  ),
  (
    "Vacation in Bali for 10 nights starting 2026-03-01, 2 adults and 2 kids",
    "planTrip FHWA to:Denpasar 2026-03-01…2026-03-11 nights:10 pax:4"
  ),
  (
    "Honeymoon in the Maldives, 2026-05-02 to 2026-05-12, max $8,500.50",
    "planTrip FHWA to:Maldives 2026-05-02…2026-05-12 nights:10 pax:2 budget:$8,500.50"
  ),
  ("Take me to São Paulo tomorrow", "planTrip FHWA to:Sao Paulo 2026-01-15"),
  ("a long weekend in Zürich", "planTrip FHWA to:Zurich nights:3"),
  (
    "holiday in Goa, 15-20 February, 3 people, 60k INR",
    "planTrip FHWA to:Goa 2026-02-15…2026-02-20 nights:5 pax:3 budget:₹60,000.00"
  ),
  (
    "Solo trip to Hanoi in three weeks for a fortnight",
    "planTrip FHWA to:Hanoi 2026-02-04…2026-02-18 nights:14 pax:1"
  ),
  ("Plan a trip to Rio de Janeiro without flights", "planTrip HWA to:Rio de Janeiro"),
  ("Plan a trip to Prague, hotels and activities only", "planTrip HA to:Prague"),
  (
    "trip to Istanbul 12-15 March for a couple",
    "planTrip FHWA to:Istanbul 2026-03-12…2026-03-15 nights:3 pax:2"
  ),
  ("I'd like to visit Kyoto in April", "planTrip FHWA to:Kyoto 2026-04-01"),
  (
    "Plan a beach holiday in Cancun with museums and nightlife for 6 nights",
    "planTrip FHWA to:Cancun nights:6 interests:0,3,4"
  ),
  (
    "new york city for 4 nights, $500 per person, three friends and I",
    "planTrip FHWA to:New York nights:4 pax:4 budget:$2,000.00"
  ),
  ("two friends and me to Lisbon for a week", "planTrip FHWA to:Lisbon nights:7 pax:3"),
  ("Trip to Vienna with 3 friends", "planTrip FHWA to:Vienna pax:4"),
  (
    "Varanasi from Delhi, 20 March, returning 25 March",
    "planTrip FHWA from:Delhi to:Varanasi 2026-03-20…2026-03-25 nights:5"
  ),
  ("Flights and hotels in Berlin next month", "planTrip FH to:Berlin 2026-02-01"),

  (
    "A week in Bali from Sydney in February with my wife, food and beaches",
    "planTrip FHWA from:Sydney to:Denpasar 2026-02-01…2026-02-08 nights:7 pax:2 interests:1,3"
  ),

  ("Plan a trip to Rome for two $3000", "planTrip FHWA to:Rome pax:2 budget:$3,000.00"),
  (
    "Trip to Rome from June 15 €900 for three", "planTrip FHWA to:Rome 2026-06-15 pax:3 budget:€900.00"
  ),
  ("make it Rome instead of Paris", "planTrip FHWA to:Rome"),
  ("not Paris but Lisbon", "planTrip FHWA to:Lisbon"),
  ("for 3 people", "general - pax:3"),
  ("leaving on June 16", "general - 2026-06-16"),

  // Flights
  ("Find flights from NYC to LAX on 2026-06-15", "searchFlights F from:New York to:Los Angeles 2026-06-15"),
  ("flights nyc to lax tomorrow", "searchFlights F from:New York to:Los Angeles 2026-01-15"),
  (
    "Fly from JFK to LHR next Friday, business class",
    "searchFlights F from:New York to:London 2026-01-23 cabin:business"
  ),
  ("London → Paris direct flight on Friday", "searchFlights F from:London to:Paris 2026-01-16 stops:0"),
  ("cheapest flight Madrid to Rome, non-stop, one way", "searchFlights F from:Madrid to:Rome"),
  ("nonstop flights between Seattle and Tokyo", "searchFlights F from:Seattle to:Tokyo stops:0"),
  (
    "Return flight from Munich to Athens, June 1st to June 14th, for 3 adults",
    "searchFlights F from:Munich to:Athens 2026-06-01…2026-06-14 nights:13 pax:3"
  ),
  (
    "I need airfare to Sydney in October, premium economy",
    "searchFlights F to:Sydney 2026-10-01 cabin:premium economy"
  ),
  (
    "flights from SFO to HND with max 1 stop on March 3",
    "searchFlights F from:San Francisco to:Tokyo 2026-03-03 maxstops:1"
  ),
  (
    "Flights to Bangkok from Frankfurt the day after tomorrow for 2",
    "searchFlights F from:Frankfurt to:Bangkok 2026-01-16 pax:2"
  ),
  ("fly to Nice on 29 February", "searchFlights F to:Nice 2028-02-29"),
  ("Find me a flight", "searchFlights F"),
  ("Flights from Boston to Dublin on December 24, 2026", "searchFlights F from:Boston to:Dublin 2026-12-24"),
  ("flight from Oslo to Bergen on 14 January", "searchFlights F from:Oslo to:Bergen 2026-01-14"),
  ("flight from Oslo to Bergen on 13 January", "searchFlights F from:Oslo to:Bergen 2027-01-13"),

  ("flights from Paris to Oslo in 10 days", "searchFlights F from:Paris to:Oslo 2026-01-24"),
  (
    "flights from Paris to Oslo tomorrow, returning on Sunday",
    "searchFlights F from:Paris to:Oslo 2026-01-15…2026-01-18 nights:3"
  ),
  ("the day after tomorrow, fly from Rome to Athens", "searchFlights F from:Rome to:Athens 2026-01-16"),
  (
    "flights next week from Lima to Cusco for 6 adults", "searchFlights F from:Lima to:Cusco 2026-01-19 pax:6"
  ),

  // Hotels
  (
    "Find a 4-star hotel in Amsterdam for 3 nights from May 4",
    "searchHotels H to:Amsterdam 2026-05-04…2026-05-07 nights:3 rating:40"
  ),
  ("now find hotels for 5 nights", "searchHotels H nights:5"),
  ("hotels in Rome under 150 EUR per night for 2 guests", "searchHotels H to:Rome pax:2"),
  ("Where can I stay in Copenhagen?", "searchHotels H to:Copenhagen"),
  ("a nice hotel in Split", "searchHotels H to:Split"),
  ("hotel in Nice, 3 nights", "searchHotels H to:Nice nights:3"),
  (
    "accommodation in Cape Town for six people, two weeks from now",
    "searchHotels H to:Cape Town 2026-01-28 pax:6"
  ),

  // Weather
  ("What's the weather like in Reykjavik in March?", "checkWeather W to:Reykjavik 2026-03-01"),
  ("Will it rain in Singapore tomorrow", "checkWeather W to:Singapore 2026-01-15"),
  ("weather forecast for Helsinki this week", "checkWeather W to:Helsinki 2026-01-14"),
  ("How is the weather?", "checkWeather W"),

  // Activities
  ("Things to do in Barcelona", "searchActivities A to:Barcelona"),
  ("What are the best museums in Florence", "searchActivities A to:Florence interests:0"),
  (
    "Sightseeing and food tours in Mexico City on Saturday",
    "searchActivities A to:Mexico City 2026-01-17 interests:1"
  ),
  ("hiking and art around Innsbruck", "searchActivities A to:Innsbruck interests:8,9"),

  // Itinerary, booking, anything else
  ("Generate the itinerary", "generateItinerary -"),
  ("Create a 3 day itinerary for Rome", "generateItinerary WA to:Rome nights:2"),
  ("Book the cheapest flight", "book F"),
  ("Please reserve the hotel and pay", "book H"),
  ("Book flight and hotel in Rome for two", "book FH to:Rome pax:2"),
  ("reserve a room in Vienna from June 1 for 3 nights", "book H to:Vienna 2026-06-01…2026-06-04 nights:3"),
  ("buy the ticket to Oslo", "book - to:Oslo"),
  ("Hello there", "general -"),
  ("tell me a joke", "general -"),
  ("What is the capital of France?", "general -"),

  // Several cities
  (
    "Paris → Rome → Barcelona",
    "planMultiCityTrip FHWA to:Paris [?>Paris, Paris>Rome, Rome>Barcelona]"
  ),
  (
    "Paris, Rome and Barcelona in June for 10 nights",
    "planMultiCityTrip FHWA to:Paris 2026-06-01…2026-06-11 nights:10 "
      + "[?>Paris 2026-06-01 4n, Paris>Rome 2026-06-05 3n, Rome>Barcelona 2026-06-08 3n]"
  ),
  (
    "From London to Paris for 3 nights, Rome for 4 nights and Barcelona for 2, starting 2026-06-15",
    "planMultiCityTrip FHWA from:London to:Paris 2026-06-15…2026-06-24 nights:9 "
      + "[London>Paris 2026-06-15 3n, Paris>Rome 2026-06-18 4n, Rome>Barcelona 2026-06-22 2n]"
  ),
  (
    "Plan a tour of Italy: 3 nights in Rome, 2 nights in Florence, 2 nights in Venice from Berlin for two",
    "planMultiCityTrip FHWA from:Berlin to:Rome nights:7 pax:2 "
      + "[Berlin>Rome 3n, Rome>Florence 2n, Florence>Venice 2n]"
  ),
  (
    "Madrid -> Lisbon -> Porto -> Seville, $4000",
    "planMultiCityTrip FHWA to:Madrid budget:$4,000.00 [?>Madrid, Madrid>Lisbon, Lisbon>Porto, Porto>Seville]"
  ),
  (
    "from Vienna to Budapest and Bratislava and back to Vienna",
    "planMultiCityTrip FHWA from:Vienna to:Budapest [Vienna>Budapest, Budapest>Bratislava]"
  ),
  (
    "From New York to Bangkok via Dubai",
    "planMultiCityTrip FHWA from:New York to:Dubai [New York>Dubai, Dubai>Bangkok]"
  ),
  (
    "From London: Paris, Rome and Barcelona for 9 nights in May for two, 4000 USD",
    "planMultiCityTrip FHWA from:London to:Paris 2026-05-01…2026-05-10 nights:9 pax:2 budget:$4,000.00 "
      + "[London>Paris 2026-05-01 3n, Paris>Rome 2026-05-04 3n, Rome>Barcelona 2026-05-07 3n]"
  ),
  (
    "Rome for 3 nights, Florence for 2 and Venice for 2 for four people under 2k EUR",
    "planMultiCityTrip FHWA to:Rome nights:7 pax:4 budget:€2,000.00 "
      + "[?>Rome 3n, Rome>Florence 2n, Florence>Venice 2n]"
  ),
  (
    "Berlin → Prague → Vienna next weekend for a family of five",
    "planMultiCityTrip FHWA to:Berlin 2026-01-23…2026-01-25 nights:2 pax:5 "
      + "[?>Berlin 2026-01-23, Berlin>Prague, Prague>Vienna]"
  ),
  (
    "a week in Tokyo, then 4 nights in Kyoto and 3 nights in Osaka from San Francisco, starting next month",
    "planMultiCityTrip FHWA from:San Francisco to:Tokyo 2026-02-01…2026-02-15 nights:14 "
      + "[San Francisco>Tokyo 2026-02-01 7n, Tokyo>Kyoto 2026-02-08 4n, Kyoto>Osaka 2026-02-12 3n]"
  ),
  ("weather in Oslo and Bergen", "checkWeather W to:Oslo [?>Oslo, Oslo>Bergen]"),
  (
    "Delhi, Jaipur & Varanasi for 7 people, 8 days",
    "planMultiCityTrip FHWA to:Delhi nights:7 pax:7 [?>Delhi 3n, Delhi>Jaipur 2n, Jaipur>Varanasi 2n]"
  ),

  // Nonsense
  ("asdf qwer zxcv", "refused text \"asdf qwer zxcv\": \(nonsense)"),
  ("🙂🙂🙂", "refused text \"🙂🙂🙂\": \(nonsense)"),
  ("42", "refused text \"42\": \(nonsense)"),
  ("?!?!", "refused text \"?!?!\": \(nonsense)"),
  ("¿Dónde está la biblioteca?", "refused text \"¿Dónde está la biblioteca?\": \(nonsense)"),

  // Impossible
  ("Plan a trip to Atlantis", "refused destination \"Atlantis\": is not a city or airport we know"),
  ("Flights from El Dorado to Paris", "refused origin \"El Dorado\": is not a city or airport we know"),
  ("Flights from Paris to Paris", "refused destination \"Paris\": must differ from the origin"),
  ("Trip to Rome on June 31", "refused departure \"June 31\": is not a day of the calendar"),
  ("Trip to Rome on 2026-02-30", "refused departure \"2026-02-30\": is not a day of the calendar"),
  ("Trip to Rome on 2025-12-01", "refused departure \"2025-12-01\": must not be before 2026-01-14"),
  (
    "Trip to Rome from 2026-06-10 to 2026-06-10", "refused return \"2026-06-10\": must be after the departure"
  ),
  ("Trip to Rome for 60 people", "refused passengers \"60\": must be 1 to 50"),
  ("Trip to Rome for 0 people", "refused passengers \"0\": must be 1 to 50"),
  (
    "Fly from Atlantis to Mordor",
    "refused origin \"Atlantis\": is not a city or airport we know; destination \"Mordor\": is not a city or airport we know"
  ),
  ("Trip to Rome on April 31", "refused departure \"April 31\": is not a day of the calendar"),
  ("Trip to Rome in 5000 days", "refused departure \"in 5000 days\": must be 0 to 3650"),
  ("Rome for two, budget 5 million EUR", "refused budget \"€5,000,000.00\": must be at most €1,000,000.00"),
  ("Rome from 2026-03-10 to 2026-03-05", "refused return \"2026-03-05\": must be after the departure"),
  ("Trip to Rome for 400 nights", "refused nights \"400\": must be 1 to 365"),
  ("Trip to Rome for $0", "refused budget \"$0.00\": must be more than 0"),
  ("Trip to Rome with a budget of -500 dollars", "refused budget \"-$500.00\": must be more than 0"),
  ("Trip to Rome with 2 million dollars", "refused budget \"$2,000,000.00\": must be at most $1,000,000.00"),
  (
    "Trip to Mordor for 51 people on June 31",
    "refused destination \"Mordor\": is not a city or airport we know; passengers \"51\": must be 1 to 50; "
      + "departure \"June 31\": is not a day of the calendar"
  ),
  (
    "Rome, Paris, Berlin, Madrid, Lisbon, Vienna, Prague, Warsaw and Oslo",
    "refused destination \"Oslo\": a trip has at most 8 cities"
  ),
]
