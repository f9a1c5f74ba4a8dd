namespace ChatMux.Silo.Backup.Rows;

/// <summary>What a table holds, told so briefly that it can be compared.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Checksum">SHA-256 of its rows in the order of their keys, in hexadecimal.</param>
internal sealed record TableSum(string Table, long Rows, string Checksum);
