// A folder that no page takes a script from.
