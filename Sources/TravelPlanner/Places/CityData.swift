/// The built-in cities, one a line:
/// `name|country|currency|latitude|longitude|offset from UTC|cost level %|airports|other names|sea`.
///
/// Coordinates are the centre's, in degrees. The offset is standard time, `h` or `h:mm`. The cost level
/// compares a hotel night with New York = 100. The first airport is the one that flights are shown for;
/// a code that names the whole city, like `LON`, stands among the other names. `sea` is for a beach nearby.
let cityData = """
  Amsterdam|Netherlands|EUR|52.37|4.90|1|85|AMS||sea
  Ankara|Türkiye|TRY|39.93|32.86|3|40|ESB||
  Antalya|Türkiye|TRY|36.90|30.70|3|45|AYT||sea
  Athens|Greece|EUR|37.98|23.73|2|60|ATH|athina|sea
  Atlanta|United States|USD|33.75|-84.39|-5|75|ATL||
  Auckland|New Zealand|NZD|-36.85|174.76|12|70|AKL||sea
  Austin|United States|USD|30.27|-97.74|-6|80|AUS||
  Baku|Azerbaijan|USD|40.41|49.87|4|45|GYD||sea
  Bangkok|Thailand|THB|13.76|100.50|7|35|BKK,DMK||
  Barcelona|Spain|EUR|41.39|2.17|1|75|BCN|barca,barselona|sea
  Beijing|China|CNY|39.90|116.41|8|55|PEK,PKX|peking,bjs|
  Beirut|Lebanon|USD|33.89|35.50|2|55|BEY||sea
  Belgrade|Serbia|EUR|44.79|20.45|1|45|BEG||
  Bengaluru|India|INR|12.97|77.59|5:30|35|BLR|bangalore|
  Bergen|Norway|NOK|60.39|5.32|1|85|BGO||sea
  Berlin|Germany|EUR|52.52|13.41|1|65|BER||
  Bogota|Colombia|COP|4.71|-74.07|-5|35|BOG||
  Bologna|Italy|EUR|44.49|11.34|1|65|BLQ||
  Bordeaux|France|EUR|44.84|-0.58|1|65|BOD||
  Boston|United States|USD|42.36|-71.06|-5|95|BOS||sea
  Bratislava|Slovakia|EUR|48.15|17.11|1|50|BTS||
  Brisbane|Australia|AUD|-27.47|153.03|10|70|BNE||sea
  Brussels|Belgium|EUR|50.85|4.35|1|70|BRU|bruxelles|
  Bucharest|Romania|RON|44.43|26.10|2|45|OTP|bucuresti|
  Budapest|Hungary|HUF|47.50|19.04|1|50|BUD||
  Buenos Aires|Argentina|ARS|-34.60|-58.38|-3|40|EZE,AEP|bue|sea
  Cairo|Egypt|EGP|30.04|31.24|2|35|CAI||
  Cancun|Mexico|MXN|21.16|-86.85|-5|60|CUN||sea
  Cape Town|South Africa|ZAR|-33.92|18.42|2|50|CPT|capetown|sea
  Cartagena|Colombia|COP|10.39|-75.51|-5|45|CTG||sea
  Casablanca|Morocco|MAD|33.57|-7.59|1|45|CMN||sea
  Chennai|India|INR|13.08|80.27|5:30|30|MAA|madras|sea
  Chiang Mai|Thailand|THB|18.79|98.98|7|28|CNX|chiangmai|
  Chicago|United States|USD|41.88|-87.63|-6|90|ORD,MDW|chi|
  Colombo|Sri Lanka|LKR|6.93|79.86|5:30|35|CMB||sea
  Copenhagen|Denmark|DKK|55.68|12.57|1|90|CPH|kobenhavn|sea
  Cusco|Peru|PEN|-13.53|-71.97|-5|35|CUZ|cuzco|
  Dallas|United States|USD|32.78|-96.80|-6|75|DFW,DAL||
  Dar es Salaam|Tanzania|TZS|-6.79|39.21|3|40|DAR||sea
  Delhi|India|INR|28.61|77.21|5:30|35|DEL|new delhi|
  Denpasar|Indonesia|IDR|-8.65|115.22|8|40|DPS|bali,ubud|sea
  Denver|United States|USD|39.74|-104.99|-7|80|DEN||
  Dhaka|Bangladesh|BDT|23.81|90.41|6|30|DAC||
  Doha|Qatar|QAR|25.29|51.53|3|75|DOH||sea
  Dubai|United Arab Emirates|AED|25.20|55.27|4|80|DXB,DWC||sea
  Dublin|Ireland|EUR|53.35|-6.26|0|85|DUB||sea
  Dubrovnik|Croatia|EUR|42.65|18.09|1|70|DBV||sea
  Edinburgh|United Kingdom|GBP|55.95|-3.19|0|80|EDI||sea
  Florence|Italy|EUR|43.77|11.26|1|75|FLR|firenze|
  Frankfurt|Germany|EUR|50.11|8.68|1|70|FRA||
  Geneva|Switzerland|CHF|46.20|6.14|1|105|GVA|geneve|
  Goa|India|INR|15.30|74.12|5:30|35|GOI,GOX||sea
  Guangzhou|China|CNY|23.13|113.26|8|45|CAN|canton|
  Hamburg|Germany|EUR|53.55|9.99|1|65|HAM||
  Hampta Pass|India|INR|32.26|77.35|5:30|20|KUU|hampta|
  Hanoi|Vietnam|VND|21.03|105.85|7|30|HAN|ha noi|
  Havana|Cuba|CUP|23.11|-82.37|-5|45|HAV|la habana|sea
  Helsinki|Finland|EUR|60.17|24.94|2|75|HEL||sea
  Ho Chi Minh City|Vietnam|VND|10.82|106.63|7|32|SGN|saigon,ho chi minh|
  Hong Kong|China|HKD|22.32|114.17|8|85|HKG|hongkong|sea
  Honolulu|United States|USD|21.31|-157.86|-10|110|HNL|hawaii|sea
  Houston|United States|USD|29.76|-95.37|-6|70|IAH,HOU||
  Innsbruck|Austria|EUR|47.27|11.39|1|70|INN||
  Istanbul|Türkiye|TRY|41.01|28.98|3|50|IST,SAW|constantinople|sea
  Izmir|Türkiye|TRY|38.42|27.14|3|40|ADB||sea
  Jaipur|India|INR|26.91|75.79|5:30|30|JAI||
  Jakarta|Indonesia|IDR|-6.21|106.85|7|35|CGK||
  Jerusalem|Israel|ILS|31.77|35.21|2|90|TLV||
  Johannesburg|South Africa|ZAR|-26.20|28.05|2|45|JNB|joburg|
  Kathmandu|Nepal|NPR|27.72|85.32|5:45|25|KTM||
  Krakow|Poland|PLN|50.06|19.94|1|45|KRK|cracow|
  Kuala Lumpur|Malaysia|MYR|3.14|101.69|8|35|KUL||
  Kyoto|Japan|JPY|35.01|135.77|9|75|KIX||
  Lagos|Nigeria|NGN|6.52|3.38|1|55|LOS||sea
  Las Vegas|United States|USD|36.17|-115.14|-8|75|LAS|vegas|
  Lima|Peru|PEN|-12.05|-77.04|-5|40|LIM||sea
  Lisbon|Portugal|EUR|38.72|-9.14|0|65|LIS|lisboa|sea
  Ljubljana|Slovenia|EUR|46.06|14.51|1|55|LJU||
  London|United Kingdom|GBP|51.51|-0.13|0|100|LHR,LGW,STN,LTN,LCY|lon|
  Los Angeles|United States|USD|34.05|-118.24|-8|100|LAX|la|sea
  Luxembourg|Luxembourg|EUR|49.61|6.13|1|85|LUX||
  Lyon|France|EUR|45.76|4.84|1|65|LYS||
  Madrid|Spain|EUR|40.42|-3.70|1|70|MAD||
  Malaga|Spain|EUR|36.72|-4.42|1|60|AGP||sea
  Maldives|Maldives|MVR|4.18|73.51|5|110|MLE|male|sea
  Manali|India|INR|32.24|77.19|5:30|30|KUU||
  Manchester|United Kingdom|GBP|53.48|-2.24|0|70|MAN||
  Manila|Philippines|PHP|14.60|120.98|8|40|MNL||
  Marrakesh|Morocco|MAD|31.63|-7.98|1|45|RAK|marrakech|
  Marseille|France|EUR|43.30|5.37|1|60|MRS||sea
  Mauritius|Mauritius|MUR|-20.16|57.50|4|70|MRU||sea
  Medellin|Colombia|COP|6.24|-75.58|-5|35|MDE||
  Melbourne|Australia|AUD|-37.81|144.96|10|75|MEL||sea
  Mexico City|Mexico|MXN|19.43|-99.13|-6|50|MEX|ciudad de mexico|
  Miami|United States|USD|25.76|-80.19|-5|100|MIA||sea
  Milan|Italy|EUR|45.46|9.19|1|85|MXP,LIN,BGY|milano,mil|
  Montreal|Canada|CAD|45.50|-73.57|-5|70|YUL||
  Moscow|Russia|EUR|55.76|37.62|3|55|SVO,DME|moskva|
  Mumbai|India|INR|19.08|72.88|5:30|40|BOM|bombay|sea
  Munich|Germany|EUR|48.14|11.58|1|80|MUC|muenchen,munchen|
  Muscat|Oman|OMR|23.59|58.41|4|65|MCT||sea
  Nairobi|Kenya|KES|-1.29|36.82|3|50|NBO||
  Naples|Italy|EUR|40.85|14.27|1|60|NAP|napoli|sea
  New Orleans|United States|USD|29.95|-90.07|-6|75|MSY||
  New York|United States|USD|40.71|-74.01|-5|100|JFK,LGA,EWR|nyc,new york city,manhattan|
  Nice|France|EUR|43.70|7.27|1|75|NCE||sea
  Oaxaca|Mexico|MXN|17.07|-96.73|-6|40|OAX||
  Orlando|United States|USD|28.54|-81.38|-5|70|MCO||
  Osaka|Japan|JPY|34.69|135.50|9|65|KIX,ITM|osa|sea
  Oslo|Norway|NOK|59.91|10.75|1|90|OSL||sea
  Palermo|Italy|EUR|38.12|13.36|1|50|PMO||sea
  Palma|Spain|EUR|39.57|2.65|1|70|PMI|mallorca,majorca,palma de mallorca|sea
  Panama City|Panama|USD|8.98|-79.52|-5|50|PTY||sea
  Paris|France|EUR|48.86|2.35|1|95|CDG,ORY|par|
  Perth|Australia|AUD|-31.95|115.86|8|70|PER||sea
  Philadelphia|United States|USD|39.95|-75.17|-5|80|PHL|philly|
  Phuket|Thailand|THB|7.89|98.40|7|40|HKT||sea
  Porto|Portugal|EUR|41.15|-8.61|0|55|OPO|oporto|sea
  Portland|United States|USD|45.52|-122.68|-8|75|PDX||
  Prague|Czechia|CZK|50.08|14.44|1|55|PRG|praha|
  Quito|Ecuador|USD|-0.18|-78.47|-5|35|UIO||
  Reykjavik|Iceland|ISK|64.15|-21.94|0|110|KEF|iceland|sea
  Rhodes|Greece|EUR|36.43|28.22|2|55|RHO||sea
  Riga|Latvia|EUR|56.95|24.11|2|50|RIX||sea
  Rio de Janeiro|Brazil|BRL|-22.91|-43.17|-3|55|GIG,SDU|rio|sea
  Riyadh|Saudi Arabia|SAR|24.71|46.68|3|75|RUH||
  Rome|Italy|EUR|41.90|12.50|1|80|FCO,CIA|roma,rom|
  Salzburg|Austria|EUR|47.81|13.06|1|75|SZG||
  San Diego|United States|USD|32.72|-117.16|-8|95|SAN||sea
  San Francisco|United States|USD|37.77|-122.42|-8|110|SFO|sf|sea
  Santiago|Chile|CLP|-33.45|-70.67|-4|50|SCL|santiago de chile|
  Santorini|Greece|EUR|36.39|25.46|2|100|JTR|thira|sea
  Sao Paulo|Brazil|BRL|-23.55|-46.63|-3|50|GRU,CGH||
  Sarajevo|Bosnia and Herzegovina|EUR|43.86|18.41|1|40|SJJ||
  Seattle|United States|USD|47.61|-122.33|-8|95|SEA||
  Seoul|South Korea|KRW|37.57|126.98|9|70|ICN,GMP||
  Seville|Spain|EUR|37.39|-5.98|1|60|SVQ|sevilla|
  Shanghai|China|CNY|31.23|121.47|8|60|PVG,SHA||
  Singapore|Singapore|SGD|1.35|103.82|8|95|SIN||sea
  Sofia|Bulgaria|BGN|42.70|23.32|2|40|SOF||
  Split|Croatia|EUR|43.51|16.44|1|60|SPU||sea
  Stockholm|Sweden|SEK|59.33|18.07|1|80|ARN,BMA||sea
  Sydney|Australia|AUD|-33.87|151.21|10|85|SYD||sea
  Taipei|Taiwan|TWD|25.03|121.57|8|55|TPE,TSA||
  Tallinn|Estonia|EUR|59.44|24.75|2|55|TLL||sea
  Tbilisi|Georgia|GEL|41.72|44.83|4|35|TBS||
  Tel Aviv|Israel|ILS|32.09|34.78|2|100|TLV||sea
  Tokyo|Japan|JPY|35.68|139.65|9|75|HND,NRT|tyo|
  Toronto|Canada|CAD|43.65|-79.38|-5|85|YYZ,YTZ||
  Toulouse|France|EUR|43.60|1.44|1|55|TLS||
  Tunis|Tunisia|EUR|36.81|10.18|1|35|TUN||sea
  Turin|Italy|EUR|45.07|7.69|1|55|TRN|torino|
  Valencia|Spain|EUR|39.47|-0.38|1|55|VLC||sea
  Vancouver|Canada|CAD|49.28|-123.12|-8|90|YVR||sea
  Varanasi|India|INR|25.32|82.97|5:30|25|VNS|benares,banaras|
  Venice|Italy|EUR|45.44|12.32|1|95|VCE|venezia|sea
  Vienna|Austria|EUR|48.21|16.37|1|75|VIE|wien|
  Vilnius|Lithuania|EUR|54.69|25.28|2|50|VNO||
  Warsaw|Poland|PLN|52.23|21.01|1|50|WAW|warszawa|
  Washington|United States|USD|38.91|-77.04|-5|95|IAD,DCA|washington dc,was|
  Zagreb|Croatia|EUR|45.81|15.98|1|50|ZAG||
  Zanzibar|Tanzania|TZS|-6.17|39.20|3|55|ZNZ||sea
  Zurich|Switzerland|CHF|47.37|8.54|1|110|ZRH|zuerich|
  """
