namespace game {}
