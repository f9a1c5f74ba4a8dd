namespace ChatMux.Browser.Tests.Graph;

/// <summary>How the graph looks with nobody else, one, twelve and two hundred: every circle holds its people and nobody else, as drawn.</summary>
[Collection("Graph")]
public sealed class GraphPictureTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task Everyone_is_drawn_where_they_belong(int width)
    {
        await using var server = await ChatServer.Start();
        await using var company = new Company(server);
        var zoe = await Enters("Zoe", Screen.OfWidth(width), server);
        await zoe.OpensTheGraph();
        foreach (var (people, rooms, inRooms) in new[] { (0, 0, 0), (1, 1, 1), (12, 4, 8), (200, 20, 130) })
        {
            await company.Come(people - company.People);
            await company.Open(rooms - company.Rooms);
            await company.Fill(inRooms);
            await Expect(zoe.Graph().Locator("[data-person]")).ToHaveCountAsync(people + 1);
            await Expect(zoe.Graph().Locator("[data-room]")).ToHaveCountAsync(rooms);
            await zoe.IsAtRest();
            await Pictures.Draw(zoe, $"graph-{people}");
            Assert.Equal("", await Disorder(zoe));
        }
        await zoe.LeavesForGood();
    }

    // As it is on the screen, not as it was meant.
    private static Task<string> Disorder(Person person) => person.Page.EvaluateAsync<string>("""
        () => {
          const name = (one) => one.querySelector('[role=button]').getAttribute('aria-label')
          const place = (one) => one.getAttribute('transform').match(/-?[\d.]+/g).map(Number)
          const rooms = [...document.querySelectorAll('[data-room]')].map((one) => ({
            name: name(one),
            at: place(one),
            r: Number(one.querySelector('.graph-ring').getAttribute('r')),
          }))
          const far = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1])
          const wrong = []
          for (const [index, one] of rooms.entries())
            for (const other of rooms.slice(index + 1))
              if (far(one.at, other.at) < one.r + other.r - 1) wrong.push(`${one.name} overlaps ${other.name}`)
          const people = [...document.querySelectorAll('[data-person]')]
          for (const person of people) {
            const label = name(person)
            for (const room of rooms) {
              const belongs = label.endsWith(`in ${room.name.match(/^Room (.*), \d+ here/)[1]}`)
              const way = far(place(person), room.at)
              if (belongs ? way + 24 > room.r : way < room.r) wrong.push(`${label}: ${room.name}`)
            }
          }
          for (const text of document.querySelectorAll('.graph-room textPath'))
            if (text.textContent === '') wrong.push('a room without a name')
          return wrong.join('\n')
        }
        """);
}
