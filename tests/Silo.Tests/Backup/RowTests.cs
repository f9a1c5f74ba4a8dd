using ChatMux.Silo.Backup;
using ChatMux.Silo.Backup.Rows;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>What checksums and running numbers are made of.</summary>
public sealed class RowTests
{
    private static readonly Guid Room = new("00112233-4455-6677-8899-aabbccddeeff"), Other = Guid.NewGuid(), Ada = Guid.NewGuid(), Bob = Guid.NewGuid();

    [Fact]
    public void A_row_is_these_bytes_for_ever()
    {
        var row = new RowEncoding().Add(1).Add(Room).Add("é").Add([7]).Add((byte[]?)null);
        Assert.Equal(
            "0000000000000001" + "00112233445566778899AABBCCDDEEFF" + "0000000000000002C3A9" + "000000000000000107" + "FFFFFFFFFFFFFFFF",
            Convert.ToHexString(row.Bytes));
    }

    [Fact]
    public void A_row_may_be_long_and_is_written_again()
    {
        var row = new RowEncoding().Add(new byte[100_000]);
        Assert.Equal(100_008, row.Bytes.Length);
        row.Clear();
        Assert.Equal(8, row.Add(5).Bytes.Length);
    }

    [Fact]
    public void Rows_that_differ_anywhere_have_other_checksums()
    {
        var row = new GrainRow("a", 1, 2, "b", [1], 1, 1);
        GrainRow[] others = [row with { Name = "ab", KeyText = "" }, row with { Payload = null }, row with { Payload = [] }, row with { KeyHigh = 2, KeyLow = 1 }, row with { ModifiedAt = 2 }];
        var sums = others.Prepend(row).Select(one => Sum("t", one).Checksum).Append(Sum("u", row).Checksum).Append(Sum("t").Checksum).ToArray();
        Assert.Equal(sums.Length, sums.Distinct().Count());
        Assert.Equal(Sum("t", row, others[0]), Sum("t", row, others[0]));
        Assert.NotEqual(Sum("t", row, others[0]), Sum("t", others[0], row));
    }

    [Fact]
    public void Numbers_run_by_conversation_and_author_and_acts_have_those_before_them()
    {
        var numbers = new RunningNumbers();
        Assert.Equal((1, 1), numbers.Of(Entry(Room, 1, Ada)));
        Assert.Equal((2, 1), numbers.Of(Entry(Room, 2, Bob)));
        Assert.Equal((2, 1), numbers.Of(Entry(Room, 3, Ada, kind: 5)));
        Assert.Equal((3, 2), numbers.Of(Entry(Room, 5, Ada)));
        Assert.Equal((1, 1), numbers.Of(Entry(Other, 1, Ada)));
    }

    [Fact]
    public void A_schema_is_newer_by_one_script_that_is_not_known()
    {
        Assert.Equal(SchemaAge.Same, SchemaAges.Of(["1", "2"], ["2", "1"]));
        Assert.Equal(SchemaAge.Older, SchemaAges.Of(["1"], ["1", "2"]));
        Assert.Equal(SchemaAge.Newer, SchemaAges.Of(["1", "3"], ["1", "2"]));
    }

    private static EntryRow Entry(Guid room, long sequence, Guid author, int kind = 1) => new(room, sequence, 0, Guid.NewGuid(), Guid.NewGuid(), author, 0, kind, []);

    private static TableSum Sum(string table, params GrainRow[] rows)
    {
        using var sum = new TableChecksum(table);
        foreach (var row in rows) sum.Add(row);
        return sum.End();
    }
}
