#ifndef RADERWERK_CYAML_SHIM_H
#define RADERWERK_CYAML_SHIM_H

#include <yaml.h>

#endif
