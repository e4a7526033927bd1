#pragma once

/// Every matcher of the suite.
#include "check/ftp_checks.h"
#include "check/http_checks.h"
#include "check/listing.h"
