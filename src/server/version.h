/* SPDX-License-Identifier: MIT */
/*
 * version.h: faqd's own version, as --version and its man page say it.
 */
#ifndef FAQD_VERSION_H
#define FAQD_VERSION_H

#define FAQD_VERSION "0.1.0"

#endif
