namespace ChatMux.Model.Tests.Wire;

public sealed class NumberedStreamTests
{
    private readonly NumberedStream _stream = new("number");

    [Fact]
    public void Numbers_one_after_the_other_are_right()
    {
        _stream.StandsAt(4);
        Assert.All(new long[] { 5, 6, 7 }, n => Assert.Null(_stream.Heard(n)));
        Assert.Empty(_stream.Missing());
    }

    [Fact]
    public void A_number_that_never_came_is_dropped()
    {
        _stream.StandsAt(4);
        _stream.Heard(5);
        Assert.Null(_stream.Heard(8));
        var dropped = Assert.Single(_stream.Missing());
        Assert.Equal((DivergenceKind.EventDropped, "number 6 to 7 never came"), (dropped.Kind, dropped.What));
    }

    [Fact]
    public void A_number_below_the_first_one_is_dropped_when_nobody_said_that_it_exists()
    {
        _stream.StandsAt(4);
        _stream.Heard(6);
        Assert.Equal(DivergenceKind.EventDropped, Assert.Single(_stream.Missing()).Kind);
    }

    [Fact]
    public void A_number_that_came_before_is_a_duplicate()
    {
        _stream.Heard(1);
        _stream.Heard(2);
        Assert.Equal(DivergenceKind.EventDuplicated, _stream.Heard(2)?.Kind);
        Assert.Equal(DivergenceKind.EventDuplicated, _stream.Heard(1)?.Kind);
    }

    [Fact]
    public void A_number_that_comes_late_is_out_of_order_even_when_it_was_told_of()
    {
        _stream.Heard(1);
        _stream.Heard(3);
        _stream.StandsAt(3);
        Assert.Equal(DivergenceKind.EventReordered, _stream.Heard(2)?.Kind);
        Assert.Equal(DivergenceKind.EventDuplicated, _stream.Heard(2)?.Kind);
        Assert.Empty(_stream.Missing());
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(2, 1)]
    public void A_gap_is_explained_by_word_that_the_numbers_exist_before_or_after(long told, int left)
    {
        _stream.Heard(1);
        _stream.Heard(4);
        _stream.StandsAt(told);
        Assert.Equal(left, _stream.Missing().Count());
    }

    [Fact]
    public void A_resync_explains_the_gaps_before_it_and_the_next_one_only()
    {
        _stream.Heard(2);
        _stream.Resync();
        _stream.Heard(5);
        Assert.Empty(_stream.Missing());
        _stream.Heard(7);
        Assert.Equal("number 6 to 6 never came", Assert.Single(_stream.Missing()).What);
    }

    [Fact]
    public void What_is_replayed_may_come_again_after_a_resync_and_not_without_one()
    {
        var mailbox = new NumberedStream("event", replayed: true);
        mailbox.Heard(1);
        Assert.Equal(DivergenceKind.EventDuplicated, mailbox.Heard(1)?.Kind);
        mailbox.Heard(2);
        mailbox.Resync();
        Assert.Null(mailbox.Heard(2));
        Assert.Null(mailbox.Heard(3));
        Assert.Equal(DivergenceKind.EventDuplicated, mailbox.Heard(3)?.Kind);
        Assert.Empty(mailbox.Missing());
    }
}
