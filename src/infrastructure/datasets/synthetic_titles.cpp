#include "infrastructure/datasets/synthetic_titles.hpp"

#include <array>
#include <initializer_list>
#include <string_view>

namespace neurec::infrastructure::datasets {

namespace {

constexpr std::array<std::string_view, 61> kQualities{
    "Silent",   "Golden",     "Broken",  "Distant",   "Hidden",   "Burning",   "Frozen",
    "Crimson",  "Endless",    "Gentle",  "Restless",  "Hollow",   "Savage",    "Tender",
    "Midnight", "Electric",   "Paper",   "Iron",      "Velvet",   "Wandering", "Forgotten",
    "Scarlet",  "Lonely",     "Bright",  "Bitter",    "Secret",   "Fallen",    "Rising",
    "Emerald",  "Final",      "First",   "Stolen",    "Perfect",  "Quiet",     "Northern",
    "Southern", "Wild",       "Blue",    "Borrowed",  "Careless", "Daring",    "Eager",
    "Faithful", "Glass",      "Humble",  "Invisible", "Jade",     "Last",      "Missing",
    "Noble",    "Open",       "Patient", "Reckless",  "Shining",  "Tangled",   "Unlikely",
    "Vast",     "Whispering", "Young",   "Ashen",     "Second"};

constexpr std::array<std::string_view, 59> kThings{
    "Harbour",    "Garden",   "River",   "Mirror",  "Station",  "Orchard",   "Letter",  "Horizon",
    "Lighthouse", "Kingdom",  "Summer",  "Winter",  "Stranger", "Promise",   "Journey", "Bridge",
    "Empire",     "Shadow",   "Song",    "Machine", "Planet",   "Detective", "Captain", "Daughter",
    "Brother",    "Teacher",  "Dancer",  "Painter", "Soldier",  "Voyage",    "Castle",  "Forest",
    "Island",     "Mountain", "Desert",  "Ocean",   "Window",   "Door",      "Clock",   "Map",
    "Train",      "Circus",   "Theatre", "Library", "Kitchen",  "Market",    "Wedding", "Holiday",
    "Birthday",   "Storm",    "Fire",    "Rain",    "Snow",     "Moon",      "Star",    "Comet",
    "Signal",     "Code",     "Road"};

constexpr std::array<std::string_view, 53> kPlaces{
    "Vienna",  "Lisbon",     "Cairo",   "Havana",   "Oslo",      "Kyoto",  "Dublin",   "Prague",
    "Seville", "Naples",     "Tangier", "Montreal", "Bergen",    "Lima",   "Nairobi",  "Samarkand",
    "Trieste", "Valparaiso", "Riga",    "Tallinn",  "Marseille", "Porto",  "Zanzibar", "Calcutta",
    "Hanoi",   "Sydney",     "Quito",   "Bogota",   "Geneva",    "Bruges", "Ghent",    "Salzburg",
    "Turin",   "Verona",     "Granada", "Toledo",   "Malaga",    "Odessa", "Tbilisi",  "Ankara",
    "Aleppo",  "Basra",      "Muscat",  "Delhi",    "Lahore",    "Kabul",  "Lhasa",    "Saigon",
    "Manila",  "Osaka",      "Nome",    "Juneau",   "Reykjavik"};

/// A different number below `count` for each one below it: neighbours end up far apart. `step`
/// shares no factor with `count`.
std::uint64_t scattered(std::uint64_t number, std::uint64_t count, std::uint64_t step) {
    return number * step % count;
}

std::string text(std::initializer_list<std::string_view> parts) {
    std::string result;
    for (const std::string_view part : parts)
        result += part;
    return result;
}

}  // namespace

std::string synthetic_title(std::uint64_t number) {
    constexpr std::uint64_t kPairs = kQualities.size() * kThings.size();
    constexpr std::uint64_t kPlaced = kThings.size() * kPlaces.size();
    constexpr std::uint64_t kTriples = kPairs * kPlaces.size();

    // Every fourth title names a place, while there are any left of the short forms.
    if (number < kPlaced * 4 && number % 4 == 3) {
        const std::uint64_t i = scattered(number / 4, kPlaced, 1217);
        return text({"The ", kThings[i % kThings.size()], " of ", kPlaces[i / kThings.size()]});
    }
    const std::uint64_t places_before = number < kPlaced * 4 ? (number + 1) / 4 : kPlaced;
    number -= places_before;
    if (number < kPairs) {
        const std::uint64_t i = scattered(number, kPairs, 1409);
        return text(
            {"The ", kQualities[i % kQualities.size()], " ", kThings[i / kQualities.size()]});
    }
    number -= kPairs;
    const std::uint64_t i = scattered(number % kTriples, kTriples, 100'003);
    const std::uint64_t part = number / kTriples + 1;
    return text({kQualities[i % kQualities.size()], " ",
                 kThings[i / kQualities.size() % kThings.size()], " from ", kPlaces[i / kPairs],
                 part > 1 ? " Part " + std::to_string(part) : ""});
}

}  // namespace neurec::infrastructure::datasets
