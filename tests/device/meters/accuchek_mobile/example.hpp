#pragma once

#include <string>

// The page's example.
inline const std::string front =
    "Serial number;Report date;Report time;;;;;;;\r\nSIM00000001;18.11.2026;21:05;;;;;;;\r\n";
inline const std::string columns =
    "Date;Time;Result;Unit;Temperature warning;Out of target range;Other;Before meal;After meal;Control "
    "test" +
    std::string(197, ' ') + "\r\n";
inline const std::string records =
    "18.11.2026;21:03;104;mg/dl;;;;X;;\r\n"
    "18.11.2026;12:30;HI;mg/dl;;X;;;X;\r\n"
    "18.11.2026;08:00;98;mg/dl;;;;;;X\r\n"
    "17.11.2026;22:00;212;mg/dl;X;X;X;;;\r\n"
    "01.01.2000;00:03;101;mg/dl;;;;;;\r\n"
    "18.11.2026;21:03;5.8;mmol/l;;;;X;;\r\n";
