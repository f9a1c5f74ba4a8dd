using System.Globalization;
using ChatMux.Silo.Backup.Rows;

namespace ChatMux.Silo.Backup;

/// <summary>What a command says at its end.</summary>
internal static class Report
{
    /// <summary>What people may expect to be carried along.</summary>
    public const string NotInFile =
        "Not carried along: the certificate for https (https.pfx in the data directory, or your own files), settings, and the index of words, which is made anew.";

    /// <summary>Why the file has to be kept well.</summary>
    public const string WhatFileTells =
        "The file has everything that the server knows, as it knows it: messages of open rooms in the clear, what it recognizes sessions and passkeys by, keys. Keep it as you keep the server's disk.";

    /// <summary>The tables, with rows and checksums.</summary>
    public static void Write(TextWriter output, IReadOnlyList<TableSum> tables)
    {
        output.WriteLine($"{"table",-12} {"rows",12}  SHA-256");
        foreach (var table in tables)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.Table,-12} {table.Rows,12:N0}  {table.Checksum}"));
    }
}
