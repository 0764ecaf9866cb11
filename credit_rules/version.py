"""The version of the library, as decisions name it."""

VERSION = "0.5.0"
