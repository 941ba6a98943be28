# Everything outside the project, all from Debian's packages (docs/install.md).
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(OpenSSL REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(fmt REQUIRED)
find_package(date REQUIRED)
find_package(cereal REQUIRED)
find_package(CLI11 REQUIRED)
