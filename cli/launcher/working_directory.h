// SPDX-License-Identifier: MIT
// What bin/sendoff and the program that it starts agree on.
#pragma once

// The number of a descriptor of the directory to go back to. The program takes it out of its
// environment and closes the descriptor.
#define SENDOFF_WORKING_DIRECTORY_VARIABLE "SENDOFF_LAUNCHED_FROM_FD"

#define SENDOFF_PROGRAM_NAME "sendoff"
