#include "game/secret_chain.hpp"

#include "game/digest.hpp"

namespace game {

std::string hash_times(std::string text, int times) {
  for (int i = 0; i < times; ++i) text = sha256_hex(text);
  return text;
}

std::string anchor_of_root(const std::string& root, int length) {
  return hash_times(root, length);
}

std::string secret_at(const std::string& root, int length, int place) {
  return hash_times(root, length - place);
}

bool belongs_to(const std::string& secret, int place, const std::string& anchor) {
  return hash_times(secret, place) == anchor;
}

}  // namespace game
