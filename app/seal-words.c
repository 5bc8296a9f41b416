/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seal-private.h"

/* Words for codes: known to children, easily said and spelled, and no two of them a
 * single letter apart. */

const char *const byline_seal_adjectives[BYLINE_SEAL_N_WORDS] = {
  "amber", "ample", "ancient", "arctic", "autumn", "azure", "bashful", "bendy", "bold", "bouncy", "brave", "breezy",
  "bright", "bronze", "bubbly", "calm", "candid", "cardinal", "careful", "cedar", "chalky", "cheerful", "chilly",
  "citrus", "classic", "clever", "cloudy", "copper", "coral", "cosmic", "cosy", "cotton", "crafty", "creamy",
  "crimson", "crisp", "crystal", "curious", "curly", "daily", "dainty", "dapper", "dashing", "dazzling", "desert",
  "dizzy", "double", "dusty", "eager", "early", "eastern", "easy", "elastic", "electric", "elegant", "emerald",
  "endless", "equal", "exact", "fancy", "fearless", "feathery", "festive", "fiery", "floating", "floral", "flying",
  "foggy", "forest", "fragrant", "freckled", "free", "fresh", "friendly", "frosty", "frozen", "fruity", "fuzzy",
  "gentle", "giant", "giddy", "giggly", "ginger", "glad", "glassy", "glowing", "golden", "gracious", "grand",
  "granite", "grateful", "hairy", "handy", "happy", "harvest", "hasty", "hazel", "helpful", "hidden", "hollow",
  "honest", "hopeful", "humble", "indigo", "ivory", "jade", "jazzy", "jolly", "jovial", "joyful", "juicy", "jumbo",
  "jumping", "kind", "lace", "lasting", "laughing", "lavender", "leafy", "legal", "lemon", "lilac", "lively", "local",
  "lofty", "lucky", "lunar", "magic", "magnetic", "maple", "marble", "marvel", "mellow", "merry", "mild", "minty",
  "modern", "modest", "mossy", "moving", "musical", "mustard", "narrow", "native", "nautical", "neat", "nifty",
  "nimble", "noble", "northern", "novel", "nutty", "oaken", "oceanic", "olive", "open", "orange", "outdoor",
  "painted", "paper", "patient", "peaceful", "pebbly", "peppery", "perfect", "placid", "pleasant", "plum", "plush",
  "polar", "polished", "polite", "popular", "quiet", "quilted", "rainy", "rapid", "ready", "restful", "rising",
  "roaming", "robust", "rocky", "rolling", "round", "ruby", "rugged", "saffron", "salty", "sapphire", "satin",
  "scenic", "secret", "serene", "sharp", "shiny", "silent", "silken", "silver", "simple", "singing", "skilful",
  "sleepy", "slender", "smiling", "smooth", "snowy", "southern", "speedy", "spicy", "spiral", "splendid", "spotted",
  "spring", "square", "starry", "steep", "sterling", "stony", "stormy", "stout", "striped", "sturdy", "sugary",
  "sunlit", "sunny", "swift", "teal", "tender", "thirsty", "thrifty", "tidal", "tidy", "timber", "topaz", "tranquil",
  "tropical", "trusty", "twilight", "upper", "urban", "valley", "vast", "verdant", "vibrant", "violet", "warm",
  "watchful", "western", "whirling", "winter", "witty", "woollen", "woven", "young", "zigzag",
};

const char *const byline_seal_nouns[BYLINE_SEAL_N_WORDS] = {
  "acorn", "actor", "almanac", "anchor", "antler", "apricot", "atlas", "attic", "avocado", "badger", "bagpipe",
  "ballad", "balloon", "banana", "banjo", "barn", "basil", "bassoon", "beacon", "beaver", "beetle", "bicycle",
  "biscuit", "bison", "blanket", "blossom", "bobcat", "boulder", "bracelet", "bramble", "bridge", "broccoli", "broom",
  "bucket", "buffalo", "bugle", "button", "cabbage", "cabin", "cactus", "camel", "camera", "candle", "canoe",
  "canyon", "captain", "caravan", "caribou", "carpet", "carrot", "castle", "catapult", "cello", "cheetah", "cherry",
  "chestnut", "chimney", "chipmunk", "circus", "coconut", "comet", "compass", "cookie", "cottage", "cougar", "coyote",
  "cricket", "crocus", "cupboard", "cushion", "cymbal", "daffodil", "delta", "dinghy", "dolphin", "domino", "donkey",
  "doorbell", "dragon", "drum", "dumpling", "eagle", "easel", "echo", "eclipse", "elephant", "elm", "engine",
  "envelope", "falcon", "fern", "ferret", "fiddle", "firefly", "flamingo", "flannel", "flute", "fountain", "foxglove",
  "gadget", "galaxy", "garden", "garlic", "geyser", "glacier", "gondola", "goose", "gopher", "grape", "guitar",
  "hammock", "hamster", "harbour", "hedgehog", "heron", "hippo", "honey", "horizon", "iguana", "jacket", "jaguar",
  "jasmine", "jigsaw", "journal", "juniper", "kangaroo", "kayak", "kettle", "keyboard", "kiosk", "kite", "kitten",
  "kiwi", "koala", "ladybird", "lagoon", "lantern", "lasso", "lemur", "leopard", "lettuce", "library", "lion",
  "lizard", "llama", "lobster", "locket", "lynx", "mackerel", "magnet", "magpie", "mandolin", "mango", "mantle",
  "marigold", "marmot", "meadow", "melon", "meteor", "mirror", "monsoon", "monument", "mosaic", "muffin", "museum",
  "nectar", "needle", "nutmeg", "oboe", "ocelot", "octopus", "omelette", "onion", "orchard", "orchid", "oyster",
  "paddle", "pancake", "panda", "panther", "papaya", "parade", "parsnip", "peacock", "peanut", "pelican", "pencil",
  "penguin", "picnic", "pigeon", "planet", "plateau", "poem", "pond", "porridge", "postcard", "potato", "pumpkin",
  "puppet", "puzzle", "pyramid", "quail", "quartz", "rabbit", "raccoon", "radish", "rainbow", "raven", "reindeer",
  "river", "sailboat", "salmon", "sandal", "scarf", "scooter", "seagull", "seahorse", "shamrock", "shovel", "slipper",
  "sparrow", "spinach", "spoon", "squirrel", "stadium", "starfish", "sunrise", "swallow", "tadpole", "teapot",
  "temple", "thimble", "thunder", "tiger", "toaster", "tomato", "tortoise", "toucan", "trombone", "tulip", "turnip",
  "turtle", "unicorn", "valet", "vanilla", "viola", "volcano", "waffle", "wagon", "walnut", "windmill", "wombat",
  "yacht", "yoghurt", "zebra", "zeppelin",
};
